package io.sudog.samples.httpd;

import java.io.Serial;

/** A request that is answered with an error. */
final class HttpException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Status status;
  private final String text;

  /**
   * Makes one.
   *
   * @param status the answer's
   * @param message what is wrong, for the client to read
   */
  HttpException(Status status, String message) {
    super(message);
    this.status = status;
    text = message;
  }

  Status status() {
    return status;
  }

  /** The answer. */
  Response response() {
    return Response.error(status, text);
  }
}
