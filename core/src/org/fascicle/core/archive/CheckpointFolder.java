package org.fascicle.core.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A folder with the checkpoints of one training: how they are called, which are kept, which is the newest. While a training writes here,
 * no other one does. Used by one thread at a time.
 */
public final class CheckpointFolder implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CheckpointFolder.class.getName());
    private static final Pattern STEP = Pattern.compile("step-(0|[1-9][0-9]{0,17})\\.fasc");
    /** What was the best before the present one, as long as a checkpoint from between the two is kept. */
    private static final Pattern EARLIER_BEST = Pattern.compile("best-(0|[1-9][0-9]{0,17})\\.fasc");
    private static final String LAST = "last.fasc";
    private static final String BEST = "best.fasc";
    private static final String OLD = ".old";
    private static final String ANOTHER = "Name another folder";

    private final Path folder;
    private @Nullable FolderLock lock;
    /** The step of the best one; -1 if there is none. */
    private long best = -1;

    /** A folder that may not be there yet. */
    public CheckpointFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes it ready for a new training, which needs it for itself, without checkpoints. */
    public void prepare() {
        prepare(() -> {
            if (!all().isEmpty()) {
                throw problem("the folder has checkpoints of another training", "Go on with that one by --resume " + folder
                        + ", or name another folder");
            }
        });
    }

    /**
     * Makes it ready for a training that goes on: its checkpoints are to be of that training, and those of later steps are set aside.
     *
     * @param past what it goes on from
     * @param file where that is; null if it is in no file
     */
    public void prepare(Archive past, @Nullable Path file) {
        prepare(() -> {
            Path inside = file != null && Files.exists(file) && folder.toRealPath().equals(file.toRealPath().getParent())
                    ? file : null;
            if (inside == null && !all().isEmpty()) {
                requireSame(past);
            }
            setAside(past.step(), inside);
        });
    }

    /** Something with files. */
    @FunctionalInterface
    private interface Preparation {
        void run() throws IOException;
    }

    private void prepare(Preparation preparation) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw problem("this is no folder for checkpoints", "Name another one");
        }
        boolean ready = false;
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) {
                throw problem("checkpoints cannot be written: the folder is not writable", null);
            }
            lock = FolderLock.take(folder);
            if (lock == null) {
                throw problem("another training writes its checkpoints here", "Wait for its end, or name another folder");
            }
            preparation.run();
            ready = true;
        } catch (IOException e) {
            throw problem("checkpoints cannot be written: " + AtomicFile.reason(e), null);
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    private void requireSame(Archive past) {
        Archive newest;
        try {
            newest = Archive.readWeights(newest(), read -> read);
        } catch (InputException e) {
            throw problem("nobody can say of which training its checkpoints are: " + e.problem(), ANOTHER);
        }
        if (!Lineage.isOne(past, newest)) {
            throw problem("the folder has checkpoints of another training than the one that is resumed", ANOTHER);
        }
    }

    private void setAside(long step, @Nullable Path from) throws IOException {
        for (Pattern pattern : List.of(STEP, EARLIER_BEST)) {
            for (Map.Entry<Long, Path> later : numbered(pattern).tailMap(step, false).entrySet()) {
                setAside(later.getValue(), "training goes on from step " + step + ", so a checkpoint of a later step");
            }
        }
        Path last = folder.resolve(LAST);
        Map.Entry<Long, Path> newest = numbered(STEP).lastEntry();
        Path now = newest != null ? newest.getValue() : from;
        if (!Files.exists(last) || now != null && Files.isSameFile(last, now) || isUpTo(last, step)) {
            return;
        } else if (now == null) {
            setAside(last, "training goes on from step " + step + ", so a checkpoint of a later step");
        } else {
            AtomicFile.link(last, now);
        }
    }

    private void setAside(Path file, String what) throws IOException {
        Path old = file.resolveSibling(file.getFileName() + OLD);
        for (int more = 2; Files.exists(old); more++) {
            old = file.resolveSibling(file.getFileName() + OLD + more);
        }
        Files.move(file, old);
        LOG.warning(what + " was set aside: " + old);
    }

    private static boolean isUpTo(Path file, long step) {
        try {
            return Archive.readWeights(file, Archive::step) <= step;
        } catch (InputException e) {
            return false; // damaged: as good as none
        }
    }

    /**
     * Makes the best checkpoint that of the best epoch so far. It may be of a later one, which training has gone back behind, or lie in the
     * folder where the archive is from which it goes on.
     *
     * @param past what it goes on from
     * @param file where that is; null if it is in no file
     * @param epochs the best epoch, counted from 1; 0 if there is none so far
     */
    public void prepareBest(Archive past, @Nullable Path file, int epochs) {
        Path kept = folder.resolve(BEST);
        try {
            Path found = epochs == 0 ? null : Lineage.find(past, epochs, candidates(past, file, epochs));
            best = found == null ? -1 : epochs * Lineage.stepsPerEpoch(past);
            if (Files.exists(kept) && (found == null || !found.equals(kept))) {
                setAside(kept, "the training that goes on has another best epoch, so a checkpoint");
            }
            if (found != null && !found.equals(kept)) {
                AtomicFile.link(kept, found);
            } else if (found == null && epochs > 0) {
                LOG.warning(folder + ": the checkpoint of the best epoch so far, " + epochs + ", is not there any more; " + BEST
                        + " comes with the next that is better");
            }
        } catch (IOException e) {
            throw problem("checkpoints cannot be written: " + AtomicFile.reason(e), null);
        }
    }

    private List<Path> candidates(Archive past, @Nullable Path file, int epochs) {
        long step = epochs * Lineage.stepsPerEpoch(past);
        Set<Path> files = new LinkedHashSet<>();
        for (Path place : file == null ? List.of(folder) : List.of(folder, file.toAbsolutePath().getParent())) {
            Stream.of(BEST, "step-" + step + ".fasc", "best-" + step + ".fasc").map(place::resolve).forEach(files::add);
        }
        if (file != null) {
            files.add(file);
        }
        return List.copyOf(files);
    }

    /** Lets others write here. */
    @Override
    public void close() {
        FolderLock held = lock;
        lock = null;
        if (held != null) {
            held.close();
        }
    }

    /** Writes the checkpoint of a step, which is the last one now. */
    public Path write(Archive archive) {
        Path file = folder.resolve("step-" + archive.step() + ".fasc");
        archive.write(file);
        AtomicFile.link(folder.resolve(LAST), file);
        return file;
    }

    /** Writes the best epoch's checkpoint, or gives one that was written a second name. */
    public Path best(Archive archive, boolean written) {
        Path file = folder.resolve(BEST);
        if (best >= 0 && best < archive.step() && Files.exists(file)) {
            AtomicFile.link(folder.resolve("best-" + best + ".fasc"), file);
        }
        if (written) {
            AtomicFile.link(file, folder.resolve("step-" + archive.step() + ".fasc"));
        } else {
            archive.write(file);
        }
        best = archive.step();
        pruneEarlierBest();
        return file;
    }

    /** Removes all but the newest. */
    public void prune(int kept) {
        try {
            NavigableMap<Long, Path> steps = numbered(STEP);
            while (steps.size() > kept) {
                Files.deleteIfExists(steps.pollFirstEntry().getValue());
            }
        } catch (IOException e) {
            LOG.warning(folder + ": an old checkpoint stays: " + AtomicFile.reason(e));
        }
        pruneEarlierBest();
    }

    // One that was the best before is kept for the checkpoints that know no better one: training may go back to these.
    private void pruneEarlierBest() {
        try {
            NavigableMap<Long, Path> steps = numbered(STEP);
            NavigableMap<Long, Path> earlier = numbered(EARLIER_BEST);
            for (Map.Entry<Long, Path> one : best < 0 ? Set.<Map.Entry<Long, Path>>of() : earlier.entrySet()) {
                Long next = earlier.higherKey(one.getKey());
                Long since = steps.higherKey(one.getKey());
                if (since == null || since >= (next != null ? next : Long.valueOf(best))) {
                    Files.deleteIfExists(one.getValue());
                }
            }
        } catch (IOException e) {
            LOG.warning(folder + ": a checkpoint that was the best before stays: " + AtomicFile.reason(e));
        }
    }

    /** The newest checkpoint that is whole; what is damaged is passed over, with a warning. */
    public Path newest() {
        List<Path> all = all();
        if (all.isEmpty()) {
            throw problem("this folder has no checkpoint", "Name an archive, or the folder of --checkpoint");
        }
        InputException first = null;
        for (Path file : all) {
            try {
                Archive.check(file);
                return file;
            } catch (InputException e) {
                LOG.warning("passed over: " + e.getMessage());
                first = first == null ? e : first;
            }
        }
        throw problem("none of its " + all.size() + " checkpoints is whole; " + (first == null ? "" : first.getMessage()), null);
    }

    /** All checkpoints, the newest first; those that have another name as well come behind. */
    private List<Path> all() {
        try {
            List<Path> all = new ArrayList<>();
            if (Files.exists(folder)) {
                all.addAll(numbered(STEP).descendingMap().values());
                Stream.of(LAST, BEST).map(folder::resolve).filter(Files::exists).forEach(all::add);
                all.addAll(numbered(EARLIER_BEST).descendingMap().values());
            }
            return all;
        } catch (IOException e) {
            throw problem("the folder cannot be read: " + AtomicFile.reason(e), null);
        }
    }

    private NavigableMap<Long, Path> numbered(Pattern pattern) throws IOException {
        NavigableMap<Long, Path> numbered = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> {
                Matcher name = pattern.matcher(file.getFileName().toString());
                if (name.matches()) {
                    numbered.put(Long.valueOf(name.group(1)), file);
                }
            });
        }
        return numbered;
    }

    private InputException problem(String problem, @Nullable String remedy) {
        return new InputException(folder.toString(), null, problem, remedy);
    }
}
