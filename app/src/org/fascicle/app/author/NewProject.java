package org.fascicle.app.author;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** A small complete project with one technique, from templates: it compiles, its tests pass, and so does the conformance kit. */
public final class NewProject {
    private static final String VOWELS = "aeiou";

    private final Kind kind;
    private final Name name;
    private final Licence licence;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();

    /**
     * A project.
     *
     * @param kind of the technique
     * @param technique its name without prefix, in snake case
     * @param id the bundle's name, and the package's
     * @param version of Fascicle's artifacts
     * @param repository the address of the repository that has them, with a slash at its end; null if it is Maven Central
     * @throws InputException if a name cannot be used
     */
    public NewProject(Kind kind, String technique, String id, Licence licence, String version, @Nullable String repository) {
        this.kind = kind;
        this.name = new Name(technique, id);
        this.licence = licence;
        String word = kind == Kind.TRANSFORM ? "update transform" : kind == Kind.DATA ? "source of data" : folder();
        values.put("package", id);
        values.put("id", id);
        values.put("namespace", name.namespace());
        values.put("technique", name.qualified());
        values.put("class", name.className());
        values.put("title", name.title());
        values.put("kind-words", (VOWELS.indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word);
        values.put("description", Template.text("kinds/" + folder() + "/description.txt").strip());
        values.put("version", version);
        values.put("repository", repository == null ? "" : repository);
        values.put("repositories", repository == null ? "" : filled("maven/repositories.xml").stripTrailing());
        values.put("licence-pom", licence.identifier() == null ? "" : """
                  <licenses>
                    <license>
                      <name>%s</name>
                      <url>%s</url>
                    </license>
                  </licenses>""".formatted(licence.identifier(), licence.address()).indent(2).stripTrailing());
        values.put("licence-bnd", licence.identifier() == null ? ""
                : "Bundle-License: " + licence.identifier() + ";link=\"" + licence.address() + "\"\n");
        values.put("licence-line", licence.identifier() == null ? "It has no licence yet: nobody else may use it."
                : "Licence: " + licence.identifier() + ".");
        requireFree();
    }

    /** A record that is called like a class that its source uses would not compile. */
    private void requireFree() {
        String source = Template.text("kinds/" + folder() + "/Technique.java.txt")
                + Template.text("kinds/" + folder() + "/Test.java.txt");
        boolean used = Pattern.compile("\\b" + name.className() + "\\b").matcher(source).find();
        try {
            Class.forName("java.lang." + name.className(), false, null);
            used = true;
        } catch (ClassNotFoundException e) {
            // As it should be.
        }
        if (used) {
            throw new InputException("'" + name.technique() + "' makes the record " + name.className()
                    + ", and its source uses another class of that name. Give it another one");
        }
    }

    /** Lays it out for Maven. */
    public NewProject maven() {
        common("src/main/java/", "src/test/java/", "maven/README.md");
        files.put("pom.xml", filled("maven/pom.xml"));
        return this;
    }

    /** Lays it out as a workspace for bnd. */
    public NewProject bnd() {
        if (values.getOrDefault("repository", "").isEmpty()) {
            throw new InputException(
                    "--bnd: a workspace of bnd's finds Fascicle's bundles by an index. Name the folder that has it: "
                            + "--repository FOLDER");
        }
        String project = name.id() + "/";
        common(project + "src/", project + "test/", "bnd/README.md");
        files.put("cnf/build.bnd", filled("bnd/build.bnd"));
        files.put("cnf/pom.xml", filled("bnd/pom.xml"));
        files.put(project + "bnd.bnd", filled("bnd/bnd.bnd"));
        return this;
    }

    private void common(String sources, String tests, String readme) {
        String folder = name.id().replace('.', '/') + "/";
        files.put(sources + folder + name.className() + ".java", filled("kinds/" + folder() + "/Technique.java.txt"));
        files.put(sources + folder + "package-info.java", filled("package-info.java.txt"));
        files.put(tests + folder + name.className() + "Test.java", filled("kinds/" + folder() + "/Test.java.txt"));
        files.put("README.md", filled(readme));
        files.put(".gitignore", filled("gitignore.txt"));
        if (licence != Licence.NONE) {
            files.put("LICENSE", filled("licence/" + licence + ".txt"));
        }
    }

    private String filled(String template) {
        return Template.filled(Template.text(template), values);
    }

    private String folder() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The files that it has, by their paths in its folder. */
    public List<String> files() {
        return List.copyOf(files.keySet());
    }

    /**
     * Writes it.
     *
     * @param folder is made where it is not there
     * @throws InputException if a file is there already, and then nothing is written; or if it cannot be written
     */
    public void write(Path folder) {
        for (String file : files.keySet()) {
            if (Files.exists(folder.resolve(file))) {
                throw new InputException(
                        folder.resolve(file) + " is there already, and no file is overwritten. Choose another folder "
                                + "with --out");
            }
        }
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue(), StandardOpenOption.CREATE_NEW);
            }
        } catch (FileAlreadyExistsException e) {
            throw new InputException(e.getFile() + " is there already, and no file is overwritten");
        } catch (IOException e) {
            throw new InputException(folder.toString(), null, "cannot be written: " + e.getMessage(), null);
        }
    }
}
