package org.fascicle.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Disturbs trainings and their installation, as its random numbers say. */
final class Disturber {
    private static final int PAUSE_MILLIS = 600;
    /** The longest time between the two halves of a file that is being copied. */
    private static final int COPY_MILLIS = 1_500;
    private static final int FULL_MILLIS = 4_000;
    /** Less than a checkpoint, and less than the installation's list. */
    private static final long FULL_BYTES = 4_096;
    private static final long COMMAND_MILLIS = 30_000;
    /** A technique that has left comes back by then, so that trainings get on. */
    private static final long AWAY_MILLIS = 4_000;
    private static final int FILES = 3;

    private final Site site;
    private final Journal journal;
    private final List<Trainee> trainees;
    private final Random random;
    private final Later later = new Later();
    private final Commands commands;
    private final Keyboard keyboard;
    private long next;
    private long there;

    Disturber(Site site, Journal journal, List<Trainee> trainees, Random random) {
        this.site = site;
        this.journal = journal;
        this.trainees = trainees;
        this.random = random;
        this.commands = new Commands(site, journal, random);
        this.keyboard = new Keyboard(later, commands, random);
    }

    /** Does something, if it is time to. */
    void disturb() throws IOException, InterruptedException {
        long now = System.currentTimeMillis();
        tend(now);
        if (now >= next) {
            Disturbance kind = choose();
            if (does(kind, trainees.get(random.nextInt(trainees.size())))) {
                journal.count(kind);
                next = now + random.nextInt(PAUSE_MILLIS);
            }
        }
    }

    private void tend(long now) throws IOException, InterruptedException {
        later.tend(now);
        commands.judge(now);
        boolean all = true;
        for (Trainee trainee : trainees) {
            all &= site.has(trainee.bundle) && site.has(trainee.backendBundle());
        }
        if (all) {
            there = now;
        } else if (now - there > AWAY_MILLIS && commands.isIdle()) {
            there = now;
            for (Trainee trainee : trainees) {
                if (!site.has(trainee.bundle)) {
                    put(file(trainee, random.nextInt(FILES)), site.fresh(trainee.bundle));
                }
                if (!site.has(trainee.backendBundle())) {
                    commands.install(trainee.backendBundle());
                }
            }
        }
    }

    private Disturbance choose() {
        int sum = 0;
        for (Disturbance kind : Disturbance.values()) {
            sum += kind.weight;
        }
        int drawn = random.nextInt(sum);
        for (Disturbance kind : Disturbance.values()) {
            drawn -= kind.weight;
            if (drawn < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("no disturbance has a weight");
    }

    /** Says whether there was anything to do it to. */
    private boolean does(Disturbance kind, Trainee trainee) throws IOException, InterruptedException {
        Path file = file(trainee, random.nextInt(FILES));
        switch (kind) {
            case PLUGIN_ADDED:
            case PLUGIN_UPDATED:
                if (Files.exists(file) != (kind == Disturbance.PLUGIN_UPDATED)) {
                    return false;
                }
                put(file, site.fresh(trainee.bundle));
                return true;
            case PLUGIN_REMOVED:
                return Files.deleteIfExists(file);
            case PLUGIN_HALF_COPIED:
                return copySlowly(file, site.fresh(trainee.bundle));
            case PLUGIN_CORRUPT:
                return corrupt(trainee);
            case INSTALL:
                return commands.install(trainee.bundle);
            case UPDATE:
                return commands.update(trainee.bundle);
            case UNINSTALL:
                return commands.uninstall(trainee.bundle);
            case BACKEND_INSTALL:
                return commands.installBackend(trainee.backendBundle());
            case BACKEND_UPDATE:
                return commands.update(trainee.backendBundle());
            case BACKEND_UNINSTALL:
                return commands.uninstall(trainee.backendBundle());
            default:
                return trainee.isTraining() && (trainee.shell() != null && types(kind, trainee) || disturb(kind, trainee));
        }
    }

    private boolean types(Disturbance kind, Trainee trainee) throws IOException {
        switch (kind) {
            case TYPED_INSTALL:
                return commands.type("install", trainee.bundle, trainee.shell());
            case TYPED_UPDATE:
                return commands.type("update", trainee.bundle, trainee.shell());
            case TYPED_UNINSTALL:
                return commands.type("uninstall", trainee.bundle, trainee.shell());
            case TYPED_BACKEND_UNINSTALL:
                return commands.type("uninstall", trainee.backendBundle(), trainee.shell());
            case FRAMEWORK_STOP:
                keyboard.stop(trainee, trainee.bundle);
                return true;
            case FRAMEWORK_REFRESH:
                keyboard.refresh(trainee, trainee.bundle);
                return true;
            case FRAMEWORK_UNINSTALL:
                keyboard.uninstall(trainee, trainee.bundle);
                return true;
            case FRAMEWORK_BACKEND_STOP:
                keyboard.stop(trainee, trainee.backendBundle());
                return true;
            case FRAMEWORK_BACKEND_REFRESH:
                keyboard.refresh(trainee, trainee.backendBundle());
                return true;
            default:
                return false;
        }
    }

    private boolean disturb(Disturbance kind, Trainee trainee) throws IOException, InterruptedException {
        switch (kind) {
            case KILL:
                trainee.kill();
                return true;
            case TERMINATE:
                trainee.terminate();
                return true;
            case FULL_DISK:
                long pid = trainee.limit();
                if (!limit(pid, String.valueOf(FULL_BYTES))) {
                    return false;
                }
                later.in(random.nextInt(FULL_MILLIS), () -> limit(pid, "unlimited"));
                return true;
            default:
                return false;
        }
    }

    /** Bounds the size of the files that a process writes; says whether it is still there. */
    private static boolean limit(long pid, String bytes) throws IOException, InterruptedException {
        return new ProcessBuilder("prlimit", "--pid", String.valueOf(pid), "--fsize=" + bytes + ":unlimited")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }

    private Path file(Trainee trainee, int number) {
        return site.plugins.resolve(trainee.bundle + "-" + number + ".jar");
    }

    /** As a careful user puts it there: at once. */
    private void put(Path file, byte[] jar) throws IOException {
        Path written = Files.write(file.resolveSibling(file.getFileName() + ".part"), jar);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** As a slow network puts it there. */
    private boolean copySlowly(Path file, byte[] jar) throws IOException {
        Files.write(file, Arrays.copyOf(jar, 1 + random.nextInt(jar.length - 1)));
        later.in(random.nextInt(COPY_MILLIS), () -> Files.write(file, jar));
        return true;
    }

    /** A jar that is damaged, for a while. */
    private boolean corrupt(Trainee trainee) throws IOException {
        byte[] jar = site.fresh(trainee.bundle);
        switch (random.nextInt(4)) {
            case 0:
                jar = Arrays.copyOf(jar, random.nextInt(jar.length));
                break;
            case 1:
                jar[random.nextInt(jar.length)] ^= (byte) (1 + random.nextInt(255));
                break;
            case 2:
                random.nextBytes(jar);
                break;
            default:
                int from = random.nextInt(jar.length);
                Arrays.fill(jar, from, Math.min(jar.length, from + 100), (byte) 0);
                break;
        }
        Path file = site.plugins.resolve("damaged-" + random.nextInt(1_000_000) + ".jar");
        put(file, jar);
        later.in(random.nextInt(2 * COPY_MILLIS), () -> Files.deleteIfExists(file));
        return true;
    }

    /** Ends what is not at its end, and leaves an installation with which the trainings can go on. */
    void settle() throws IOException, InterruptedException {
        while (!later.isEmpty() || !commands.isIdle() || trainees.stream().anyMatch(Trainee::isTyping)) {
            later.tend(System.currentTimeMillis());
            commands.judge(System.currentTimeMillis());
            for (Trainee trainee : trainees) {
                trainee.tend(true);
            }
            Thread.sleep(10);
        }
        commands.sweep();
        for (Trainee trainee : trainees) {
            if (!site.has(trainee.bundle)) {
                site.succeeds(List.of("install", site.original(trainee.bundle).toString()), COMMAND_MILLIS);
            }
            if (!site.has(trainee.backendBundle())) {
                site.succeeds(List.of("install", "--ours", site.original(trainee.backendBundle()).toString()), COMMAND_MILLIS);
            }
        }
    }
}
