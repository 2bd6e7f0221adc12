package io.sudog.samples.pubsub;

/**
 * What is published.
 *
 * @param topic names such as "sport" or "sport.tennis"
 * @param number the how-manyth its publisher has sent on the topic
 */
record Message(String topic, int number) {}
