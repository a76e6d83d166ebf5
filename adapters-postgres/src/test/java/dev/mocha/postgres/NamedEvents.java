package dev.mocha.postgres;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.mocha.application.publishing.EventTypes;
import dev.mocha.application.publishing.EventTypes.EventType;
import java.util.Optional;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.json.JacksonSerializer;

/** Some JSON under the stable names: what the store needs of a serializer, and no more. */
public final class NamedEvents extends JacksonSerializer {

  public NamedEvents() {
    super(builder().objectMapper(JsonMapper.builder().addModule(new JavaTimeModule()).build()));
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
  @SuppressWarnings("rawtypes") // as Axon declares it
  public Class classForType(SerializedType type) {
    return EventTypes.named(type.getName())
        .<Class>map(EventType::payload)
        .orElseGet(() -> super.classForType(type));
  }
}
