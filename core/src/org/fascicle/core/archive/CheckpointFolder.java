package org.fascicle.core.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** A folder with the checkpoints of one training: how they are called, which are kept, which is the newest. */
public final class CheckpointFolder {
    private static final Logger LOG = Logger.getLogger(CheckpointFolder.class.getName());
    private static final Pattern STEP = Pattern.compile("step-(0|[1-9][0-9]{0,17})\\.fasc");
    private static final String LAST = "last.fasc";
    private static final String BEST = "best.fasc";
    private static final String OLD = ".old";

    private final Path folder;

    /** A folder that may not be there yet. */
    public CheckpointFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes it ready for a training.
     *
     * @param resumed whether the training goes on with another one; a new one refuses a folder that has checkpoints
     * @param step those of later steps are set aside
     */
    public void prepare(boolean resumed, long step) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw problem("this is no folder for checkpoints", "Name another one");
        }
        try {
            Files.createDirectories(folder);
            Map<Long, Path> steps = steps();
            if (!resumed && (!steps.isEmpty() || Files.exists(folder.resolve(LAST)) || Files.exists(folder.resolve(BEST)))) {
                throw problem("the folder has checkpoints of another training", "Resume that one, or name another folder");
            }
            for (Map.Entry<Long, Path> later : steps.entrySet()) {
                if (later.getKey() > step) {
                    Path old = later.getValue().resolveSibling(later.getValue().getFileName() + OLD);
                    Files.move(later.getValue(), old, StandardCopyOption.REPLACE_EXISTING);
                    LOG.warning("training goes on from step " + step + ", so a checkpoint of a later step was set aside: " + old);
                }
            }
        } catch (IOException e) {
            throw problem("checkpoints cannot be written: " + AtomicFile.reason(e), null);
        }
        if (!Files.isWritable(folder)) {
            throw problem("checkpoints cannot be written: the folder is not writable", null);
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
        Path best = folder.resolve(BEST);
        if (written) {
            AtomicFile.link(best, folder.resolve("step-" + archive.step() + ".fasc"));
        } else {
            archive.write(best);
        }
        return best;
    }

    /** Removes all but the newest. */
    public void prune(int kept) {
        try {
            List<Path> all = new ArrayList<>(steps().values());
            for (Path old : all.subList(0, Math.max(0, all.size() - kept))) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            LOG.warning(folder + ": an old checkpoint stays: " + AtomicFile.reason(e));
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
            List<Path> all = new ArrayList<>(steps().values());
            all.sort(Comparator.comparing(CheckpointFolder::step).reversed());
            Stream.of(LAST, BEST).map(folder::resolve).filter(Files::exists).forEach(all::add);
            return all;
        } catch (IOException e) {
            throw problem("the folder cannot be read: " + AtomicFile.reason(e), null);
        }
    }

    private Map<Long, Path> steps() throws IOException {
        Map<Long, Path> steps = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> STEP.matcher(file.getFileName().toString()).matches())
                    .forEach(file -> steps.put(step(file), file));
        }
        return steps;
    }

    private static long step(Path file) {
        Matcher name = STEP.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }

    private InputException problem(String problem, @Nullable String remedy) {
        return new InputException(folder.toString(), null, problem, remedy);
    }
}
