package dev.locklab.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What README shows to be pasted. */
final class Readme {

  private Readme() {}

  /** The first block of that language that contains that. */
  static String block(String language, String containing) throws IOException {
    return Pattern.compile("^```" + language + "$\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(Files.readString(Path.of("../README.md")))
        .results()
        .map(found -> found.group(1))
        .filter(text -> text.contains(containing))
        .findFirst()
        .orElseThrow();
  }
}
