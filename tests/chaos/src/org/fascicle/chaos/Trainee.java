package org.fascicle.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A network that trains over many lives, each in a process of its own, and whose weights are known beforehand. */
final class Trainee {
    private static final Pattern CHECKPOINT = Pattern.compile("step-(\\d+)\\.fasc");
    private static final Pattern GOES_ON = Pattern.compile("^fascicle: goes on from .*step-(\\d+)\\.fasc$");
    private static final String EVERY = "20steps";
    /** Within that a training reacts. */
    private static final long PATIENCE_MILLIS = 10_000;
    /** Within that a process has come up, on a machine that has other work. */
    private static final long START_MILLIS = 60_000;
    private static final String UNWRITTEN = ".fasc: the file cannot be written: File too large";
    /** A technique or a backend is not there, or has left in the moment in which a training was begun on it. */
    private static final Pattern ABSENT = Pattern.compile("com\\.example:|there is no backend|has been stopped");
    private static final int BAD_INPUT = 2;
    private static final int FAILED = 1;
    private static final int TERMINATED = 143;
    private static final int STOPPED = 130;
    /** How a shell says that what ran in its background has ended. */
    private static final Pattern ENDED = Pattern.compile("^\\[1\\] (?:done|ended with exit code (\\d+)): ");
    private static final int IN_SHELL = 2;

    final String bundle;
    private final String name;
    private final String backend;
    private final Site site;
    private final Journal journal;
    private final Random random;
    private final Path model;
    private final Path checkpoints;
    private final Path out;
    /** Checkpoints that the campaign has cut, and what it left of them. */
    private final Map<Path, Long> damaged = new HashMap<>();
    private String weights = "";
    private Run run;
    private boolean killed;
    private boolean terminated;
    private boolean limited;
    private long asked;
    private long step;
    private long moved;
    private long resumesFrom;
    private boolean checked;
    private boolean sound;
    /** Whether it trains in the background of a shell. */
    private boolean inShell;
    private boolean closing;
    private long lacksUntil;

    Trainee(String name, String text, String backend, String bundle, Site site, Journal journal, Random random)
            throws IOException {
        this.name = name;
        this.backend = backend;
        this.bundle = bundle;
        this.site = site;
        this.journal = journal;
        this.random = random;
        model = Files.writeString(site.folder.resolve(name + ".json"), text);
        checkpoints = site.folder.resolve(name);
        out = site.folder.resolve(name + ".fasc");
    }

    /** Trains undisturbed, which says what weights there have to be in the end. */
    void train(long millis) throws IOException, InterruptedException {
        if (!site.succeeds(List.of("train", model.toString(), "--backend", backend, "--out", out.toString()), millis)) {
            throw new IOException(name + " cannot even be trained undisturbed");
        }
        weights = digest(out);
        Files.delete(out);
    }

    /** Whether it has come far enough that it can be disturbed. */
    boolean isTraining() {
        return run != null && run.isAlive() && !killed && !terminated && !closing;
    }

    /** The shell that it trains in; null if it has a process of its own. */
    Run shell() {
        return inShell ? run : null;
    }

    /** Whether something that was typed into its shell is not answered yet. */
    boolean isTyping() {
        return inShell && isTraining() && run.unanswered() != 0;
    }

    /** It does without its technique, or its backend, for so long. */
    void lacks(int millis) {
        lacksUntil = Math.max(lacksUntil, System.currentTimeMillis() + millis);
    }

    String backendBundle() {
        return "fascicle.backend." + backend;
    }

    /** The process, which is to find a full disk. */
    long limit() {
        limited = true;
        return run.pid();
    }

    void kill() {
        killed = true;
        run.kill();
    }

    void terminate() {
        terminated = true;
        asked = System.currentTimeMillis();
        if (inShell) {
            run.type("stop 1");
        } else {
            run.terminate();
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * Looks after it: begins or resumes it where it does not run, and judges what it has done. Says whether it has come to its end.
     *
     * @param truncates whether its newest checkpoint may be damaged before it is resumed
     */
    boolean tend(boolean truncates) throws IOException, InterruptedException {
        long now = System.currentTimeMillis();
        if (run == null) {
            begin(truncates);
            return false;
        }
        checkStart();
        if (run.isAlive()) {
            watch(now);
            return false;
        }
        int code = run.code();
        checkStart();
        boolean ended = judge(inShell && endCode() >= 0 ? endCode() : code);
        run = null;
        return ended;
    }

    private void begin(boolean truncates) throws IOException {
        TreeMap<Long, Path> written = written();
        if (truncates && written.size() > 1 && random.nextInt(4) == 0) {
            Path newest = written.pollLastEntry().getValue();
            try (FileChannel file = FileChannel.open(newest, StandardOpenOption.WRITE)) {
                file.truncate(random.nextLong(file.size()));
            }
            damaged.put(newest, newest.toFile().length());
            journal.count(Disturbance.TRUNCATED_CHECKPOINT);
        }
        boolean fresh = written.isEmpty();
        List<String> words = new ArrayList<>(fresh ? List.of("train", model.toString())
                : List.of("train", "--resume", checkpoints.toString(), "--upgrade"));
        words.addAll(List.of("--backend", backend, "--checkpoint", checkpoints.toString(), "--checkpoint-every", EVERY, "--wait",
                "--out", out.toString()));
        resumesFrom = fresh ? -1 : written.lastKey();
        checked = fresh;
        sound = true;
        killed = false;
        terminated = false;
        limited = false;
        step = resumesFrom;
        moved = 0;
        closing = false;
        lacksUntil = 0;
        inShell = random.nextInt(IN_SHELL) == 0;
        if (inShell) {
            run = site.start(List.of("shell"));
            run.type(String.join(" ", words) + " &");
        } else {
            run = site.start(words);
        }
        if (!fresh) {
            journal.resumed();
        }
    }

    /** No checkpoint that was there may be lost: the newest whole one is where the training has to go on. */
    private void checkStart() {
        for (String line : checked ? List.<String>of() : run.lines()) {
            Matcher from = GOES_ON.matcher(line);
            if (from.find()) {
                checked = true;
                if (Long.parseLong(from.group(1)) != resumesFrom) {
                    fail("goes on from step " + from.group(1) + ", and the newest checkpoint is of step " + resumesFrom);
                }
            }
        }
    }

    private void watch(long now) throws IOException, InterruptedException {
        TreeMap<Long, Path> written = written();
        long newest = written.isEmpty() ? -1 : written.lastKey();
        if (newest != step) {
            step = newest;
            moved = now;
        }
        boolean up = moved != 0;
        if (inShell && endCode() >= 0 && !closing) {
            closing = true;
            asked = now;
            run.type("log 1");
            run.type("exit");
        }
        if (!site.has(bundle) || !site.has(backendBundle()) || now < lacksUntil) {
            moved = up ? now : moved; // it waits, as it is asked to
        }
        if ((terminated || closing) && now - asked > PATIENCE_MILLIS) {
            hangs("has not ended " + PATIENCE_MILLIS / 1000 + " s after it was asked to");
        } else if (up && run.unanswered() != 0 && now - run.unanswered() > PATIENCE_MILLIS) {
            hangs("has not answered what was typed for " + PATIENCE_MILLIS / 1000 + " s");
        } else if (!terminated && up && now - Math.max(moved, run.heard()) > PATIENCE_MILLIS) {
            hangs("has done nothing for " + PATIENCE_MILLIS / 1000 + " s");
        } else if (!terminated && !up && now - run.began() > START_MILLIS && site.has(bundle)) {
            hangs("has not begun to train after " + START_MILLIS / 1000 + " s");
        }
    }

    /** The exit code of what has ended in the background of a shell; -1 if it has not. */
    private int endCode() {
        for (String line : run.lines()) {
            Matcher matcher = ENDED.matcher(line);
            if (matcher.find()) {
                return matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
            }
        }
        return -1;
    }

    private void hangs(String what) throws IOException, InterruptedException {
        run.dumpAndKill();
        fail(what);
        killed = true;
    }

    private boolean judge(int code) throws IOException {
        String trace = run.trace();
        if (trace != null && sound) {
            fail("an error without a message: " + trace);
        } else if (run.repeated() != null) {
            fail("says the same again and again: " + run.repeated());
        }
        if (code == 0) {
            if (!checked && !(inShell && limited)) {
                fail("has not said which checkpoint it goes on from");
            }
            compare();
            return true;
        }
        if (killed || terminated && code == (inShell ? STOPPED : TERMINATED)) {
            return false;
        }
        if ((code == BAD_INPUT || code == FAILED) && step == resumesFrom
                && run.lines().stream().anyMatch(line -> ABSENT.matcher(line).find())) {
            journal.refused(); // nothing was begun, and the message names what is not there
        } else if (limited && (inShell || run.lines().stream().anyMatch(line -> line.contains(UNWRITTEN)))) {
            journal.unwritten(); // its end came while the disk was full: it goes on from its newest checkpoint
        } else {
            fail("exit code " + code);
        }
        return false;
    }

    private void compare() throws IOException {
        String trained = digest(out);
        if (trained.equals(weights)) {
            journal.equal();
        } else {
            fail("the weights are " + trained + ", and those of an undisturbed training " + weights);
        }
        for (Path file : files(checkpoints)) {
            Files.delete(file);
        }
        damaged.clear();
        Files.deleteIfExists(checkpoints);
        Files.delete(out);
    }

    private void fail(String what) {
        sound = false;
        journal.failure(name + " " + what, run);
    }

    private TreeMap<Long, Path> written() throws IOException {
        TreeMap<Long, Path> written = new TreeMap<>();
        for (Path file : files(checkpoints)) {
            Matcher matcher = CHECKPOINT.matcher(file.getFileName().toString());
            // What was damaged stays so until the training has got as far again.
            if (matcher.matches() && !Long.valueOf(file.toFile().length()).equals(damaged.get(file))) {
                written.put(Long.parseLong(matcher.group(1)), file);
            }
        }
        return written;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Of weights and slots. */
    private static String digest(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return Digests.of(bytes(zip, "weights.safetensors"), bytes(zip, "training.safetensors"));
        }
    }

    private static byte[] bytes(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException(zip.getName() + " has no " + name);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
