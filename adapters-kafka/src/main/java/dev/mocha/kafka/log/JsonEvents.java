package dev.mocha.kafka.log;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.mocha.application.publishing.EventTypes;
import dev.mocha.application.publishing.EventTypes.EventType;
import dev.mocha.domain.ordering.MerchantId;
import dev.mocha.domain.ordering.OrderId;
import dev.mocha.logclient.SchemaId;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.axonframework.serialization.CannotConvertBetweenTypesException;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.json.JacksonSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Serializes events as JSON under the names of {@link EventTypes}; the event store and the log
 * share this form. Timestamps are ISO-8601 texts and ids are texts. A missing field, a null number
 * or a value of another type is an error. Upcasters take data of an older revision to the next one,
 * step by step. Unknown fields of a newer revision are ignored.
 */
public final class JsonEvents extends JacksonSerializer {

  private abstract static class Identifier {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Identifier(@SuppressWarnings("unused") String value) {}

    @JsonValue
    abstract String value();
  }

  private static final class TextReader<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1;

    private final transient Function<String, T> parse;
    private final String what;

    TextReader(Class<T> type, Function<String, T> parse, String what) {
      super(type);
      this.parse = parse;
      this.what = what;
    }

    @Override
    @SuppressWarnings("unchecked") // handledType() is the class of T
    public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        return (T) context.handleUnexpectedToken(handledType(), json);
      }
      try {
        return parse.apply(json.getText());
      } catch (DateTimeException broken) {
        return (T) context.handleWeirdStringValue(handledType(), json.getText(), "must be " + what);
      }
    }
  }

  /** The upcasters, by the revision that they take to the next one. */
  static final Map<SchemaId, UnaryOperator<ObjectNode>> UPCASTERS =
      Map.of(new SchemaId("order-placed", "1"), Upcasters::withItemsTotal);

  private final Map<SerializedType, UnaryOperator<ObjectNode>> upcasters;
  private final Map<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

  public JsonEvents() {
    this(UPCASTERS);
  }

  JsonEvents(Map<SchemaId, UnaryOperator<ObjectNode>> upcasters) {
    super(builder().objectMapper(mapper()));
    this.upcasters =
        upcasters.entrySet().stream()
            .collect(toUnmodifiableMap(it -> typeOf(it.getKey()), Map.Entry::getValue));
  }

  /** Jackson's look-up of a reader is a good part of the cost of reading. */
  @Override
  protected ObjectReader getReader(Class<?> type) {
    return readers.computeIfAbsent(type, super::getReader);
  }

  private static SerializedType typeOf(SchemaId schema) {
    return new SimpleSerializedType(schema.type(), schema.revision());
  }

  private static ObjectMapper mapper() {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .addModule(
            new SimpleModule()
                .addDeserializer(
                    Instant.class,
                    new TextReader<>(Instant.class, Timestamps::parse, "an ISO 8601 timestamp"))
                .addDeserializer(
                    LocalDate.class,
                    new TextReader<>(LocalDate.class, LocalDate::parse, "a date, YYYY-MM-DD")))
        .addMixIn(OrderId.class, Identifier.class)
        .addMixIn(MerchantId.class, Identifier.class)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .build();
  }

  @Override
  @SuppressWarnings("rawtypes") // as Axon declares it
  public SerializedType typeForClass(Class type) {
    Optional<EventType> named = EventTypes.of(type);
    return named.isPresent()
        ? new SimpleSerializedType(named.get().name(), named.get().revision())
        : super.typeForClass(type);
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // as Axon declares it
  public <S, T> T deserialize(SerializedObject<S> stored) {
    return super.deserialize(newest(stored));
  }

  /**
   * Takes data of an older revision as far as upcasters lead. The result's type names its revision.
   */
  public SerializedObject<byte[]> upcast(SerializedObject<byte[]> stored) {
    return getConverter().convert(newest(stored), byte[].class);
  }

  private SerializedObject<?> newest(SerializedObject<?> stored) {
    SerializedObject<?> data = stored;
    for (var step = step(data); step != null; step = step(data)) {
      ObjectNode older = object(data);
      if (older == null) {
        return data;
      }
      SerializedType type = data.getType();
      SchemaId next = new SchemaId(type.getName(), type.getRevision()).next();
      data = new SimpleSerializedObject<>(step.apply(older), JsonNode.class, typeOf(next));
    }
    return data;
  }

  private @Nullable UnaryOperator<ObjectNode> step(SerializedObject<?> data) {
    return upcasters.get(data.getType());
  }

  /** Null for data that are not a JSON object: deserializing them then fails with a reason. */
  private @Nullable ObjectNode object(SerializedObject<?> data) {
    try {
      return getConverter().convert(data, JsonNode.class).getData() instanceof ObjectNode object
          ? object
          : null;
    } catch (CannotConvertBetweenTypesException broken) {
      return null;
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // as Axon declares it
  public Class classForType(SerializedType type) {
    return EventTypes.named(type.getName())
        .<Class>map(EventType::payload)
        .orElseGet(() -> super.classForType(type));
  }

  /** What is wrong with unreadable data, and where. The text does not hold the data. */
  public static String reason(SerializationException broken) {
    return switch (broken.getCause()) {
      case JsonMappingException mapping -> {
        String message =
            mapping instanceof ValueInstantiationException && mapping.getCause() != null
                ? String.valueOf(mapping.getCause().getMessage())
                : mapping.getOriginalMessage();
        yield mapping.getPathReference().isEmpty()
            ? message
            : message
                + " at "
                + mapping.getPathReference().replaceAll("[\\w.$]+\\.([A-Z]\\w*)", "$1");
      }
      case JsonProcessingException json -> json.getOriginalMessage();
      case null -> broken.toString();
      case Throwable cause -> cause.toString();
    };
  }
}
