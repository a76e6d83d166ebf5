package dev.mocha.application.streaming;

/** The records of a topic that must be applied in order: those of one subject, or of one key. */
public record DeadLetterSequence(String topic, String key) {}
