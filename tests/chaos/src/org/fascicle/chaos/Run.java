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
import java.util.regex.Pattern;

/** A process of Fascicle, with its output. It is read through a pipe: a bound on the size of files does not concern that. */
final class Run {
    /** What no user is to see: a stack trace, or an exception that nobody made a message of. */
    private static final Pattern TRACE = Pattern.compile("^\\s+at [\\w.$/<>]+\\(.*\\)|^Exception in thread|^Caused by: "
            + "|internal error|the application failed|(NullPointer|IllegalState|ClassCast|IndexOutOfBounds)Exception"
            + "|NoClassDefFoundError|^# A fatal error", Pattern.CASE_INSENSITIVE);
    private static final int REPEATS = 10;
    private static final int TAIL = 25;
    private static final long READ_MILLIS = 5_000;

    private final String command;
    private final Process process;
    private final Thread reader;
    private final List<String> lines = new ArrayList<>();
    private final long began = System.currentTimeMillis();
    private long heard = began;

    Run(Path folder, List<String> command) throws IOException {
        this.command = String.join(" ", command.subList(1, command.size()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        // Nothing here runs for long enough that the second compiler pays, and the machine may have other work.
        builder.environment().put("FASCICLE_JVM_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process = builder.start();
        process.getOutputStream().close();
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
                }
            }
        } catch (IOException e) {
            // Its end came first.
        }
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

    /** The first line that shows an error which nobody made a message of; null if there is none. */
    String trace() {
        return lines().stream().filter(line -> TRACE.matcher(line).find()).findFirst().orElse(null);
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
        ends(2_000);
        kill();
        code();
    }

    String tail() {
        List<String> all = lines();
        int shown = all.stream().anyMatch(line -> line.startsWith("Full thread dump")) ? 300 : TAIL;
        return String.join("\n", all.subList(Math.max(0, all.size() - shown), all.size()).stream().map(l -> "    " + l).toList());
    }

    @Override
    public String toString() {
        return command;
    }
}
