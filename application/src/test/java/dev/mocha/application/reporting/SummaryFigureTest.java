package dev.mocha.application.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mocha.application.reporting.DailyReport.Summary;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SummaryFigureTest {

  @Test
  void every_number_of_the_summary_is_listed_under_its_own_name() throws Exception {
    var values = new ArrayList<Object>();
    Map<String, Long> expected = new HashMap<>();
    for (RecordComponent it : Summary.class.getRecordComponents()) {
      if (it.getType() == long.class) {
        long value = values.size() + 1L;
        values.add(value);
        expected.put(it.getName(), value);
      } else {
        values.add(null);
      }
    }
    Summary summary =
        (Summary) Summary.class.getDeclaredConstructors()[0].newInstance(values.toArray());

    var listed = new HashMap<String, Long>();
    Stream.of(SummaryFigure.values()).forEach(it -> listed.put(it.field(), it.of(summary)));

    assertThat(listed).isEqualTo(expected);
  }

  @Test
  void a_label_is_the_name_in_words() {
    assertThat(SummaryFigure.AVERAGE_ORDER_VALUE.label()).isEqualTo("Average order value");
    assertThat(SummaryFigure.AVERAGE_ORDER_VALUE.field()).isEqualTo("averageOrderValue");
  }
}
