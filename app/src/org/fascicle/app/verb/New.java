package org.fascicle.app.verb;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.technique.Kind;
import org.fascicle.app.Platform;
import org.fascicle.app.author.Licence;
import org.fascicle.app.author.NewProject;
import org.fascicle.app.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a project for a technique. */
@Command(name = "new", description = "Write a small complete project for a technique of your own: record, test, build with the "
        + "conformance kit.",
        footer = {"%nExample: fascicle new optimizer signum --id com.example.signum",
            "makes the technique com.example:signum."})
final class New extends Verb {
    @Parameters(index = "0", paramLabel = "KIND", description = "What it is: activation, layer, optimizer, …")
    private String kind;

    @Parameters(index = "1", paramLabel = "NAME", description = "What it is called, in small letters: signum, scaled_tanh.")
    private String name;

    @Option(names = "--id", required = true, paramLabel = "ID", description = {
        "The name of the bundle and of its package: your domain backwards, and a word.",
        "All but the word is the prefix of the technique's name."})
    private String id;

    @Option(names = "--maven", description = "Build it with Maven. This is the default.")
    private boolean maven;

    @Option(names = "--bnd", description = "Build it in a workspace of bnd's, as Bndtools does.")
    private boolean bnd;

    @Option(names = "--licence", paramLabel = "NAME", description = "apache-2.0 (the default), mit or none.")
    private String licence = Licence.APACHE_2_0.toString();

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where to; by default a folder with the technique's name.")
    private @Nullable Path out;

    @Option(names = "--repository", paramLabel = "FOLDER|URL", description = {"Where the build finds Fascicle's artifacts:",
        "a folder that was published, or an address. By default Maven Central."})
    private @Nullable String repository;

    New(Platform platform, Console console) {
        super(platform, console);
    }

    @Override
    public Integer call() {
        if (maven && bnd) {
            throw new InputException("--maven and --bnd: it is built with one of the two");
        }
        NewProject project = new NewProject(kind(), name, id, licence(), platform().version(), address());
        Path folder = out == null ? Path.of(name) : out;
        (bnd ? project.bnd() : project.maven()).write(console().resolve(folder));
        project.files().forEach(file -> console().out().println(folder.resolve(file)));
        console().out().printf("%nIn %s, %s.%n", bnd ? folder.resolve(id) : folder,
                bnd ? "'bnd compile' and 'bnd build' make the bundle; 'fascicle tck' checks it"
                        : "'mvn verify' makes the bundle and checks it");
        return DONE;
    }

    private Kind kind() {
        return chosen("kind", kind.toLowerCase(Locale.ROOT), Kind.values(),
                Arrays.stream(Kind.values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList());
    }

    private Licence licence() {
        return chosen("licence", licence.toLowerCase(Locale.ROOT), Licence.values(),
                Arrays.stream(Licence.values()).map(Licence::toString).toList());
    }

    private static <T> T chosen(String what, String given, T[] values, List<String> names) {
        int at = names.indexOf(given);
        if (at < 0) {
            String nearest = Nearest.hint(given, names);
            throw new InputException("there is no " + what + " '" + given + "'"
                    + (nearest == null ? ". There are " + names.stream().collect(Collectors.joining(", ")) : ". " + nearest));
        }
        return values[at];
    }

    /** As an address with a slash at its end. */
    private @Nullable String address() {
        if (repository == null) {
            return null;
        }
        if (repository.matches("[a-z]{2,}:.*")) {
            return URI.create(repository.endsWith("/") ? repository : repository + "/").toString();
        }
        Path folder = console().resolve(Path.of(repository));
        if (!Files.isDirectory(folder)) {
            throw new InputException(repository + ": there is no such folder");
        }
        return folder.toAbsolutePath().normalize().toUri().toString();
    }
}
