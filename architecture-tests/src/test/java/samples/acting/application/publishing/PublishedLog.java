package samples.acting.application.publishing;

/** The log that other services read. */
public interface PublishedLog {}
