package dev.mocha.postgres.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.SQLException;

/** The JSON of a column cannot be read. */
public final class UnreadableJson extends SQLException {
  private static final long serialVersionUID = 1;

  /**
   * @param what the content of the column, for the message
   */
  public UnreadableJson(String what, JsonProcessingException cause) {
    super("cannot read " + what, cause);
  }
}
