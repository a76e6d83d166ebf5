package dev.mocha.postgres.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.SQLException;

/** A column holds JSON that is not what belongs there. */
public final class UnreadableJson extends SQLException {
  private static final long serialVersionUID = 1;

  /**
   * @param what the JSON is of, for people
   */
  public UnreadableJson(String what, JsonProcessingException cause) {
    super(what + " cannot be read", cause);
  }
}
