package org.fascicle.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Commands that change the installation, each by a process of its own, one at a time; or typed into the shell of a training. */
final class Commands {
    private static final long COMMAND_MILLIS = 30_000;
    /** Two backends of one name beside each other, but no more. */
    private static final int BESIDE = 2;

    private final Site site;
    private final Journal journal;
    private final Random random;
    private final List<Path> typed = new ArrayList<>();
    private Run run;
    private Path jar;

    Commands(Site site, Journal journal, Random random) {
        this.site = site;
        this.journal = journal;
        this.random = random;
    }

    boolean isIdle() {
        return run == null;
    }

    /** Installs a bundle, as a process of its own; says whether none was running. */
    boolean install(String bundle) throws IOException {
        return start(words("install", null, bundle));
    }

    /** Updates one of the versions of a bundle; says whether there is one, and no other command. */
    boolean update(String bundle) throws IOException {
        List<String> versions = site.versions(bundle);
        return run == null && !versions.isEmpty() && start(words("update", any(versions), bundle));
    }

    boolean uninstall(String bundle) throws IOException {
        List<String> versions = site.versions(bundle);
        return run == null && !versions.isEmpty() && start(List.of("uninstall", bundle, any(versions)));
    }

    /** Installs a backend beside one that is there. */
    boolean installBackend(String bundle) throws IOException {
        return run == null && site.versions(bundle).size() < BESIDE && install(bundle);
    }

    /** Types a verb into the shell of a training; says whether there is a bundle for it. */
    boolean type(String verb, String bundle, Run shell) throws IOException {
        List<String> versions = site.versions(bundle);
        if (versions.isEmpty() && !verb.equals("install")) {
            return false;
        }
        if (verb.equals("uninstall")) {
            shell.type("uninstall " + bundle + " " + any(versions));
        } else {
            List<String> words = words(verb, verb.equals("install") ? null : any(versions), bundle);
            typed.add(Path.of(words.get(words.size() - 1)));
            shell.type(String.join(" ", words));
        }
        return true;
    }

    private String any(List<String> versions) {
        return versions.get(random.nextInt(versions.size()));
    }

    private List<String> words(String verb, String replaced, String bundle) throws IOException {
        List<String> words = new ArrayList<>(List.of(verb));
        if (Site.isBackend(bundle)) {
            words.add("--ours");
        }
        if (replaced != null) {
            words.addAll(List.of("--replace", replaced));
        }
        words.add(site.freshFile(bundle).toString());
        return words;
    }

    private boolean start(List<String> words) throws IOException {
        if (run != null) {
            return false;
        }
        jar = words.get(0).equals("uninstall") ? null : Path.of(words.get(words.size() - 1));
        run = site.start(words);
        return true;
    }

    /** Judges the command, if it has ended. */
    void judge(long now) throws IOException, InterruptedException {
        if (run == null) {
            return;
        }
        if (run.isAlive()) {
            if (now - run.began() > COMMAND_MILLIS) {
                run.dumpAndKill();
                journal.failure("did not end within " + COMMAND_MILLIS / 1000 + " s", run);
            }
            return;
        }
        int code = run.code();
        if (run.trace() != null) {
            journal.failure("an error without a message: " + run.trace(), run);
        } else if (code != 0 && code != 2) {
            journal.failure("exit code " + code, run);
        }
        if (jar != null) {
            Files.delete(jar);
        }
        run = null;
    }

    /** Deletes the jars whose commands were typed: whoever had to read them has done so, or has ended. */
    void sweep() throws IOException {
        for (Path file : typed) {
            Files.deleteIfExists(file);
        }
        typed.clear();
    }
}
