package dev.mocha.application.streaming;

/** The DDL of the tables of streams. */
public interface TableStatements {

  /** The statements that create the table of a stream if it does not exist. */
  String create(StreamDefinition stream);
}
