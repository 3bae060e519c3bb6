package dev.locklab.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The heading under which {@code --help} shows a class's options, or a single one. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface HelpGroup {

  /** Where results go, and in which form; the same for every command. */
  String OUTPUT = "Output";

  /** The heading. */
  String value();
}
