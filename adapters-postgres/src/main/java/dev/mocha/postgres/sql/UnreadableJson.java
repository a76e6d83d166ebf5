package dev.mocha.postgres.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.SQLException;

/** The JSON of a column cannot be read. */
public final class UnreadableJson extends SQLException {
  private static final long serialVersionUID = 1;

  UnreadableJson(String column, JsonProcessingException cause) {
    super("cannot read the JSON of column " + column, cause);
  }
}
