package org.fascicle.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes what Eclipse with Bndtools needs to open a project: .project and .classpath, where there is none. */
final class Eclipse {
    private static final String PROJECT = """
        <?xml version="1.0" encoding="UTF-8"?>
        <projectDescription>
            <name>%s</name>
            <comment></comment>
            <projects></projects>
            <buildSpec>%s</buildSpec>
            <natures>%s</natures>
        </projectDescription>
        """;
    private static final String BUILDER = "%n        <buildCommand><name>%s</name><arguments></arguments></buildCommand>";
    private static final String NATURE = "%n        <nature>%s</nature>";
    private static final String JRE = "org.eclipse.jdt.launching.JRE_CONTAINER/"
            + "org.eclipse.jdt.internal.debug.ui.launcher.StandardVMType/JavaSE-17";

    private final Path root;

    Eclipse(Path root) {
        this.root = root;
    }

    String run(Modules modules) throws Exception {
        // cnf is no Java project for Eclipse: its driver is compiled by ./build
        int written = write(root.resolve("cnf/.project"), String.format(PROJECT, "cnf", "", "")) ? 1 : 0;
        for (Module module : modules.all()) {
            written += project(module) ? 1 : 0;
        }
        return "written for " + written + " of " + (modules.all().size() + 1) + " projects";
    }

    private boolean project(Module module) throws Exception {
        String project = String.format(PROJECT, module.name(),
                list(BUILDER, "org.eclipse.jdt.core.javabuilder", "bndtools.core.bndbuilder") + "\n    ",
                list(NATURE, "org.eclipse.jdt.core.javanature", "bndtools.core.bndnature") + "\n    ");
        StringBuilder classpath = new StringBuilder("""
            <?xml version="1.0" encoding="UTF-8"?>
            <classpath>
            """);
        entry(classpath, "con", JRE, "");
        entry(classpath, "con", "aQute.bnd.classpath.container", "");
        for (Path source : module.sources()) {
            if (Files.isDirectory(source)) {
                entry(classpath, "src", name(module, source), " output=\"" + name(module, module.bin) + "\"");
            }
        }
        if (Files.isDirectory(module.test)) {
            classpath.append(String.format("    <classpathentry kind=\"src\" output=\"%s\" path=\"%s\">%n"
                    + "        <attributes><attribute name=\"test\" value=\"true\"/></attributes>%n    </classpathentry>%n",
                    name(module, module.testBin), name(module, module.test)));
        }
        entry(classpath, "output", name(module, module.bin), "");
        classpath.append("</classpath>\n");
        return write(module.base.resolve(".project"), project) | write(module.base.resolve(".classpath"), classpath.toString());
    }

    private static String list(String format, String... names) {
        return String.join("", List.of(names).stream().map(name -> String.format(format, name)).toList());
    }

    private static void entry(StringBuilder to, String kind, String path, String more) {
        to.append(String.format("    <classpathentry kind=\"%s\"%s path=\"%s\"/>%n", kind, more, path));
    }

    private static String name(Module module, Path folder) {
        return module.base.relativize(folder).toString();
    }

    private static boolean write(Path file, String text) throws IOException {
        if (Files.exists(file)) {
            return false;
        }
        Files.writeString(file, text);
        return true;
    }
}
