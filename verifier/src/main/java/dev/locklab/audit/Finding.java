package dev.locklab.audit;

/**
 * One thing the audit found.
 *
 * @param verdict what it amounts to
 * @param sentence what it is, in one sentence with its figures
 */
public record Finding(Verdict verdict, String sentence) {}
