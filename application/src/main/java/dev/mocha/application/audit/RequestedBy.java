package dev.mocha.application.audit;

/** Who asks for a change, and why. Kept with what the change did. */
public record RequestedBy(String by, String reason) {}
