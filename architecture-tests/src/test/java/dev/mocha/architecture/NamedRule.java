package dev.mocha.architecture;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A rule by the name that decisions cite it under, as in {@code LayerRules.NOBODY_KNOWS_APP}. */
record NamedRule(String name, Rule rule) {

  private static final List<Class<?>> HOLDERS =
      List.of(
          LayerRules.class,
          DomainRules.class,
          CqrsRules.class,
          AdapterRules.class,
          NamingRules.class);

  /** Every rule that there is. */
  static Stream<NamedRule> all() {
    return HOLDERS.stream()
        .flatMap(it -> Arrays.stream(it.getDeclaredFields()))
        .filter(it -> it.getType() == Rule.class)
        .map(NamedRule::of);
  }

  private static NamedRule of(Field constant) {
    try {
      return new NamedRule(
          constant.getDeclaringClass().getSimpleName() + "." + constant.getName(),
          (Rule) constant.get(null));
    } catch (IllegalAccessException hidden) {
      throw new IllegalStateException(hidden);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
