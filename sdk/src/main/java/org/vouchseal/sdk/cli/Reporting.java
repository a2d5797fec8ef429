package org.vouchseal.sdk.cli;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.enrolment.Progress;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** How a command speaks: results on standard output, progress and errors on standard error. */
final class Reporting {

  /** Forms of output. */
  enum Form {
    text,
    json
  }

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "Form of results and errors; text by default.")
  Form form = Form.text;

  @Option(names = "--quiet", description = "No progress, only results and errors.")
  boolean quiet;

  @Option(
      names = "--no-color",
      description = "No colours; so does the environment variable NO_COLOR.")
  boolean noColor;

  Progress progress(Console console) {
    return quiet || form == Form.json
        ? Progress.SILENT
        : text -> console.err().println("- " + text);
  }

  void result(JsonObject json, String text, Console console) {
    console.out().println(form == Form.json ? json.toString() : text);
  }

  void error(Fault fault, Console console) {
    if (form == Form.json) {
      console.err().println(json(fault));
      return;
    }
    Ansi ansi = noColor || console.variable("NO_COLOR").isPresent() ? Ansi.OFF : Ansi.AUTO;
    // The title may be the service's own text, so that it must not be read as markup.
    String mark = ansi.string("@|bold,red error:|@");
    console.err().println(mark + " " + fault.title());
    console.err().println("  why: " + fault.why());
    console.err().println("  what to do: " + fault.whatToDo());
    console
        .err()
        .println("  reference: " + (fault.reference() == null ? fault.code() : referenceOf(fault)));
  }

  private static String referenceOf(Fault fault) {
    return fault.reference() + " (" + fault.code() + ")";
  }

  private static JsonObject json(Fault fault) {
    JsonObjectBuilder error =
        Json.createObjectBuilder()
            .add("code", fault.code())
            .add("title", fault.title())
            .add("why", fault.why())
            .add("whatToDo", fault.whatToDo());
    if (fault.reference() != null) {
      error.add("reference", fault.reference());
    }
    return Json.createObjectBuilder().add("error", error).build();
  }
}
