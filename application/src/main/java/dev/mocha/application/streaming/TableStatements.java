package dev.mocha.application.streaming;

/** How the tables of streams are made. */
public interface TableStatements {

  /** The statements that make the table of a stream where it is missing. */
  String create(StreamDefinition stream);
}
