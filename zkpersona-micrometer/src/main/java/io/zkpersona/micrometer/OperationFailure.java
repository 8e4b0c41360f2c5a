package io.zkpersona.micrometer;

/**
 * Marks an observation as failed. Its message is the name of an error code: the exception that the
 * caller gets is not handed to exporters.
 */
final class OperationFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OperationFailure(String error) {
    super(error, null, false, false);
  }
}
