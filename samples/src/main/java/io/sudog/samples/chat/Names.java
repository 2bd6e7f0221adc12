package io.sudog.samples.chat;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of people and of rooms. */
final class Names {
  private static final Pattern VALID = Pattern.compile("[\\p{L}\\p{N}_-]{1,20}");

  /** What a name has to be. */
  static final String RULE = "1 to 20 letters, digits, - or _";

  private Names() {}

  static boolean isValid(String name) {
    return VALID.matcher(name).matches();
  }

  /** Names with the same key are the same name: Ann cannot pass for ann. */
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
