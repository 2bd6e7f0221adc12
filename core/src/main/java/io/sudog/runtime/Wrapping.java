package io.sudog.runtime;

/** A task of the library's own around a user's, which is the one that reports should speak of. */
public interface Wrapping {
  /**
   * The user's task.
   *
   * @return what is wrapped
   */
  Object wrapped();
}
