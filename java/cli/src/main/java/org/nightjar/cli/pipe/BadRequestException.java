package org.nightjar.cli.pipe;

/** A request that breaks the contract of the pipe; its text is the answer's {@code error}. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private BadRequestException(String message) {
    super(message, null, false, false);
  }

  static BadRequestException of(String whatWasWrong) {
    return new BadRequestException("BadRequest: " + whatWasWrong);
  }

  static BadRequestException unknownCommand(String command, String known) {
    return new BadRequestException("UnknownCommand: " + command + " is not one of " + known);
  }
}
