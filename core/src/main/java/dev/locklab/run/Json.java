package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;

/**
 * How the lab's records look in JSON: keys that are not known are passed over, durations are words.
 */
public final class Json {

  /** The one mapper; thread safe. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addModule(
              new SimpleModule()
                  .addSerializer(Duration.class, new DurationWriter())
                  .addDeserializer(Duration.class, new DurationReader())
                  .addDeserializer(long.class, new PrimitiveReader<>(long.class, 0L))
                  .addDeserializer(int.class, new PrimitiveReader<>(int.class, 0))
                  .addDeserializer(boolean.class, new PrimitiveReader<>(boolean.class, false)))
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
          .build();

  private Json() {}

  /** Reads as Jackson does, and besides takes what is not required and left out for 0 or false. */
  private static final class PrimitiveReader<T> extends JsonDeserializer<T> {

    private final JsonDeserializer<T> plain;
    private final T absent;

    @SuppressWarnings("unchecked")
    PrimitiveReader(Class<T> primitive, T absent) {
      this.plain = (JsonDeserializer<T>) NumberDeserializers.find(primitive, primitive.getName());
      this.absent = absent;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return plain.deserialize(in, context);
    }

    @Override
    public T getNullValue(DeserializationContext context) throws JsonMappingException {
      return plain.getNullValue(context);
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return absent;
    }
  }

  private static final class DurationWriter extends JsonSerializer<Duration> {
    @Override
    public void serialize(Duration value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(Durations.format(value));
    }
  }

  private static final class DurationReader extends JsonDeserializer<Duration> {
    @Override
    public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
      try {
        return Durations.parse(in.getText());
      } catch (IllegalArgumentException e) {
        throw context.weirdStringException(in.getText(), Duration.class, e.getMessage());
      }
    }
  }
}
