package io.sudog.select;

/** The two forms in which a program selects. */
enum Form {
  /** {@link Select#select}, with a body for each case. */
  STATEMENT,
  /** A {@link Select}, built once. */
  LOOP
}
