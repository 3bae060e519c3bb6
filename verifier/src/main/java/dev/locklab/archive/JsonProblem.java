package dev.locklab.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong with a JSON text that somebody else wrote. */
final class JsonProblem {

  /** A class could not be made of a value; why not, where the class itself has said so. */
  private static final Pattern UNFIT =
      Pattern.compile(
          "^Cannot \\w+ [^`]*`[^`]*`(?:.*, problem: (.*)|.* from String \".*\": (.*)|.*)$");

  /** Where a parser's message goes on to speak of classes and sources. */
  private static final String ASIDE = " \\(for Object| \\(start marker|: expected close marker";

  private JsonProblem() {}

  /** What is wrong with a JSON text, without what only its parser's authors need to know. */
  static String reason(JsonProcessingException e) {
    String message = e.getOriginalMessage().lines().findFirst().orElse("not JSON");
    Matcher unfit = UNFIT.matcher(message);
    if (e instanceof JsonMappingException mapping && unfit.find()) {
      if (unfit.group(1) != null) {
        return unfit.group(1);
      }
      return key(mapping) + Objects.requireNonNullElse(unfit.group(2), "a value of the wrong kind");
    }
    return message.split(ASIDE, 2)[0];
  }

  /** Which value is unfit, by the keys that lead to it. */
  private static String key(JsonMappingException e) {
    List<String> keys =
        e.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null
                        ? String.valueOf(step.getIndex())
                        : step.getFieldName())
            .toList();
    return keys.isEmpty() ? "" : "the key '" + String.join(".", keys) + "': ";
  }
}
