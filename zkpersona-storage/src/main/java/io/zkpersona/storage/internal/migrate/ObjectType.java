package io.zkpersona.storage.internal.migrate;

/** A type of schema object. */
enum ObjectType {
  TABLE("table"),
  COLUMN("column"),
  CONSTRAINT("constraint"),
  INDEX("index"),
  TRIGGER("trigger"),
  FUNCTION("function");

  private final String text;

  ObjectType(String text) {
    this.text = text;
  }

  static ObjectType of(String text) {
    for (ObjectType type : values()) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    throw new IllegalStateException(
        "the library's list of schema objects has an unknown type: " + text);
  }
}
