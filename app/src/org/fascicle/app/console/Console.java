package org.fascicle.app.console;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** Where a verb reads and writes: streams, and what is known of the screen behind them. Immutable. */
public final class Console {
    private static final int USUAL_WIDTH = 80;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Path folder;
    private final boolean terminal;
    private final int width;
    private final boolean unicode;

    /**
     * A console.
     *
     * @param in what is typed
     * @param out receives answers, as UTF-8
     * @param err receives problems
     * @param folder what relative file names refer to
     * @param terminal whether somebody watches {@code out}, and a line can be written over
     * @param width columns of the screen
     * @param unicode whether the screen shows other characters than ASCII's
     */
    public Console(InputStream in, PrintStream out, PrintStream err, Path folder, boolean terminal, int width, boolean unicode) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.folder = folder;
        this.terminal = terminal;
        this.width = width > 0 ? width : USUAL_WIDTH;
        this.unicode = unicode;
    }

    /** The streams of the process. */
    public static Console ofProcess() {
        boolean terminal = isTerminal();
        return new Console(System.in, utf8(System.out), utf8(System.err), Path.of(""), terminal,
                width(System.getenv("COLUMNS")), terminal && isUnicode());
    }

    /** Whether the process has a terminal whose encoding has blocks and dots. */
    public static boolean isUnicode() {
        java.io.Console console = System.console();
        return console != null && console.charset().canEncode() && console.charset().newEncoder().canEncode("\u2588\u28ff");
    }

    /** A number of columns as text, or the usual number. */
    public static int width(@Nullable Object columns) {
        try {
            return Integer.parseInt(String.valueOf(columns).trim());
        } catch (NumberFormatException e) {
            return USUAL_WIDTH;
        }
    }

    /** What is typed. */
    public InputStream in() {
        return in;
    }

    /** Receives answers. */
    public PrintStream out() {
        return out;
    }

    /** Receives problems. */
    public PrintStream err() {
        return err;
    }

    /** A file as the user named it. */
    public Path resolve(Path file) {
        return folder.resolve(file);
    }

    /** Whether somebody watches, and a line can be written over. */
    public boolean terminal() {
        return terminal;
    }

    /** Columns of the screen. */
    public int width() {
        return width;
    }

    /** Whether the screen shows other characters than ASCII's. */
    public boolean unicode() {
        return unicode;
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static boolean isTerminal() {
        java.io.Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // from Java 22 on there is a console even where there is no terminal, and it can be asked
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
