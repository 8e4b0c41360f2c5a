package io.zkpersona.benchmarks.candidate.jooq;

import static io.zkpersona.storage.internal.tables.tables.BehaviorInputs.BEHAVIOR_INPUTS;

import org.jooq.impl.CustomRecord;
import org.jooq.impl.CustomTable;

/** The table with a record type, which the library does not generate for itself. */
final class InputTable extends CustomTable<InputTable.InputRecord> {

  static final InputTable INPUTS = new InputTable();

  private static final long serialVersionUID = 1L;

  private InputTable() {
    super(BEHAVIOR_INPUTS.getUnqualifiedName());
    InputFields.INSERTED.forEach(
        field -> createField(field.getUnqualifiedName(), field.getDataType()));
  }

  @Override
  public Class<InputRecord> getRecordType() {
    return InputRecord.class;
  }

  /** A row to be inserted. */
  static final class InputRecord extends CustomRecord<InputRecord> {

    private static final long serialVersionUID = 1L;

    InputRecord() {
      super(INPUTS);
    }
  }
}
