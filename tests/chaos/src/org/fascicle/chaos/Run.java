package org.fascicle.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of Fascicle, with its output. It is read through a pipe: a bound on the size of files does not concern that. */
final class Run {
    /** What no user is to see: a stack trace, or an exception that nobody made a message of. */
    private static final Pattern TRACE = Pattern.compile("^\\s+at [\\w.$/<>]+\\(.*\\)|^Exception in thread|^Caused by: "
            + "|internal error|the application failed|(NullPointer|IllegalState|ClassCast|IndexOutOfBounds)Exception"
            + "|NoClassDefFoundError|^# A fatal error", Pattern.CASE_INSENSITIVE);
    private static final int REPEATS = 10;
    private static final int TAIL = 60;
    private static final int BEFORE = 5;
    private static final int BEHIND = 20;
    private static final long READ_MILLIS = 5_000;

    private static final Pattern BUNDLE = Pattern.compile("^\\s*(\\d+)\\|(\\w+)\\s*\\|\\s*\\d+\\|(\\S+) \\(\\S+\\)");
    /** A command that Gogo does not know: it says so once it has done with those before. */
    private static final String ANSWERED = "answered-";

    private final String command;
    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();
    private final long began = System.currentTimeMillis();
    private long heard = began;
    private int typed;
    private int answered;
    private long typedAt;

    /** A process that is given no input. */
    static Run of(Path folder, List<String> command) throws IOException {
        Run run = new Run(folder, command);
        run.process.getOutputStream().close();
        return run;
    }

    /** A process into which lines can be typed. */
    static Run shell(Path folder, List<String> command) throws IOException {
        return new Run(folder, command);
    }

    private Run(Path folder, List<String> command) throws IOException {
        this.command = String.join(" ", command.subList(1, command.size()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        // Nothing here runs for long enough that the second compiler pays, and the machine may have other work.
        builder.environment().put("FASCICLE_JVM_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process = builder.start();
        reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (this) {
                    lines.add(line);
                    heard = System.currentTimeMillis();
                    if (line.contains(ANSWERED)) {
                        answered++;
                        typedAt = heard;
                    }
                }
            }
        } catch (IOException e) {
            // Its end came first.
        }
    }

    /** Types a line for Gogo; one after the other is answered. */
    synchronized void type(String line) {
        typedAt = answered == typed ? System.currentTimeMillis() : typedAt;
        try {
            process.getOutputStream().write((line + "\n" + ANSWERED + typed + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            typed++;
        } catch (IOException e) {
            // It has ended.
        }
    }

    /** Since when a typed line is not answered; 0 if all are. */
    synchronized long unanswered() {
        return answered == typed ? 0 : typedAt;
    }

    /** The numbers of the bundles of a name, as Gogo's command lb listed them the last time that it was asked. */
    List<String> numbers(String bundle) {
        List<String> numbers = new ArrayList<>();
        for (String line : lines()) {
            if (line.startsWith("START LEVEL")) {
                numbers.clear();
            }
            Matcher matcher = BUNDLE.matcher(line);
            if (matcher.find() && matcher.group(3).equals(bundle)) {
                numbers.add(matcher.group(1));
            }
        }
        return numbers;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The exit code of a process that has ended, once all of its output is here. */
    int code() throws InterruptedException {
        reader.join(READ_MILLIS);
        return process.waitFor();
    }

    boolean ends(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    long began() {
        return began;
    }

    synchronized long heard() {
        return heard;
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly();
    }

    void terminate() {
        process.destroy();
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The first error that nobody made a message of, with the lines around it; null if there is none. */
    String trace() {
        List<String> all = lines();
        for (int i = 0; i < all.size(); i++) {
            if (TRACE.matcher(all.get(i)).find()) {
                return String.join("\n      ", all.subList(Math.max(0, i - BEFORE), Math.min(all.size(), i + BEHIND)));
            }
        }
        return null;
    }

    /** What it has said too often, but for the time of day at the beginning of the line; null if there is nothing. */
    String repeated() {
        Map<String, Integer> counts = new HashMap<>();
        return lines().stream().filter(line -> line.contains("WARNING "))
                .map(line -> line.substring(line.indexOf("WARNING ")))
                .filter(line -> counts.merge(line, 1, Integer::sum) > REPEATS).findFirst().orElse(null);
    }

    /** The threads of a virtual machine that hangs, in its output; then its end. */
    void dumpAndKill() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-QUIT", String.valueOf(pid())).start().waitFor();
        ends(5_000);
        kill();
        code();
    }

    String tail() {
        List<String> all = lines();
        int dump = 0;
        while (dump < all.size() && !all.get(dump).startsWith("Full thread dump")) {
            dump++;
        }
        List<String> shown = new ArrayList<>(all.subList(0, dump));
        // Of the bundles that Gogo lists, those that this campaign changes come last, and the commands after them.
        shown.removeIf(
                line -> BUNDLE.matcher(line).find() && !line.contains("com.example.") && !line.contains("fascicle.backend."));
        shown = new ArrayList<>(shown.subList(Math.max(0, shown.size() - TAIL), shown.size()));
        shown.addAll(all.subList(dump, all.size()));
        return String.join("\n", shown.stream().map(line -> "    " + line).toList());
    }

    @Override
    public String toString() {
        return command;
    }
}
