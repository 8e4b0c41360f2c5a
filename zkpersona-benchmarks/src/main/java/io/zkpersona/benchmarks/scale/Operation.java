package io.zkpersona.benchmarks.scale;

/** The calls of which the model's load consists. */
public enum Operation {
  /** Saves an input alone. */
  SAVE("save one input", 1),
  /** Saves a thousand inputs; the cost is that of one of them. For comparison. */
  SAVE_MANY("save 1,000 inputs, each", 0),
  /** Saves a score, and marks its input as processed. */
  SCORE("score an input and mark it processed", 1),
  /** Creates a proof. */
  PROVE("create a proof", 0.01),
  /** Records a reputation, which ends the record in force. */
  RECORD("record a reputation", 0.01),
  /** Finds an input by its id. */
  FIND("find an input by id", 2),
  /** Reads twenty inputs of a user. */
  SLICE("read 20 inputs of a user", 0.5),
  /** Reads the record in force. */
  STANDING("read the reputation in force", 2);

  private final String label;
  private final double perInput;

  Operation(String label, double perInput) {
    this.label = label;
    this.perInput = perInput;
  }

  /** Returns the name for tables. */
  public String label() {
    return label;
  }

  /** Returns how many such calls the model makes for each input. */
  public double perInput() {
    return perInput;
  }

  /** Tells whether the call only reads, so that a replica may serve it. */
  public boolean isRead() {
    return this == FIND || this == SLICE || this == STANDING;
  }
}
