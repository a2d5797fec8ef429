package org.vouchseal.sdk.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.vouchseal.model.Mailbox;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Misuse;
import org.vouchseal.sdk.Pending;
import org.vouchseal.sdk.enrolment.CodeSource;

/** The three places from which the command takes a code; the command line is none of them. */
final class CodeSources {

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final int UNCHANGED_LOOKS = 10;
  private static final int LONGEST_INPUT = 1024 * 1024;

  private CodeSources() {}

  /** A person at the terminal, who may try again. */
  static CodeSource asked(Console console) {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    return new CodeSource() {
      @Override
      public String codeFor(Mailbox mailbox) {
        while (true) {
          console.err().print("Code from the mail to " + mailbox + ": ");
          console.err().flush();
          Optional<String> code = MailCode.find(line(reader));
          if (code.isPresent()) {
            return code.get();
          }
          console.err().println("A code has five groups of five letters and digits.");
        }
      }

      @Override
      public boolean canTryAgain() {
        return true;
      }
    };
  }

  private static String line(BufferedReader reader) {
    try {
      String line = reader.readLine();
      if (line == null) {
        throw noCode("the input ended", "run the same command again and give the code");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the terminal", e);
    }
  }

  /** Everything on standard input. */
  static CodeSource standardInput(Console console) {
    return mailbox -> {
      try {
        byte[] input = console.in().readNBytes(LONGEST_INPUT);
        return MailCode.find(new String(input, StandardCharsets.UTF_8))
            .orElseThrow(
                () ->
                    noCode(
                        "standard input holds no code",
                        "give the code alone, or the saved mail with its line \"Code: ...\""));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read standard input", e);
      }
    };
  }

  /** A file that may not be there yet. */
  static CodeSource file(Path file, Duration timeout) {
    return mailbox -> {
      long end = System.nanoTime() + timeout.toNanos();
      String before = "";
      int unchanged = 0;
      do {
        String text = text(file);
        Optional<String> code = MailCode.find(text);
        if (code.isPresent()) {
          return code.get();
        }
        unchanged = !text.isBlank() && text.equals(before) ? unchanged + 1 : 0;
        if (unchanged == UNCHANGED_LOOKS) {
          throw noCode(
              file + " holds no code",
              "put the code alone into it, or the saved mail with its line \"Code: ...\"");
        }
        before = text;
        pause();
      } while (System.nanoTime() < end);
      throw new Pending(
          Fault.local(
              "code-awaited",
              "the code did not come in time",
              file + " is absent or empty after " + timeout.toSeconds() + " seconds",
              "run the same command again; the code stays good for a day"));
    };
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static Misuse noCode(String why, String whatToDo) {
    return new Misuse(
        Fault.local("no-code", "there is no code to prove the mailbox", why, whatToDo));
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noCode("the wait for it was interrupted", "run the same command again");
    }
  }
}
