package io.sudog.samples;

/**
 * A program that {@code ./sudog run NAME} starts.
 *
 * @param name the word typed to run it
 * @param summary one line for {@code ./sudog samples}
 * @param usage what may follow the name, empty when nothing may
 * @param main what runs
 */
public record Sample(String name, String summary, String usage, EntryPoint main) {}
