package org.fascicle.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Maven's name of a jar. */
record Coordinates(String group, String artifact, String version) {
    /** The group of all that is ours. */
    static final String GROUP = "org.fascicle";

    /** The lists of what Maven fetches, in the workspace's folder {@code cnf}. */
    private static final List<String> LISTS = List.of("pom.xml", "natives/pom.xml", "onednn/pom.xml", "onednn/natives/pom.xml");
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");

    /** One of ours. */
    static Coordinates ours(String symbolicName, String version) {
        return new Coordinates(GROUP, symbolicName, version);
    }

    /** Those of a jar that Maven fetched; null if it fetched none of this name. */
    static Coordinates fetched(Path root, Path jar) throws IOException {
        for (String list : LISTS) {
            Path file = root.resolve("cnf").resolve(list);
            if (!Files.isRegularFile(file)) {
                continue;
            }
            for (Matcher each = DEPENDENCY.matcher(Files.readString(file)); each.find();) {
                if (jar.getFileName().toString().equals(each.group(2) + "-" + each.group(3) + ".jar")) {
                    return new Coordinates(each.group(1), each.group(2), each.group(3));
                }
            }
        }
        return null;
    }

    /** The folder of all versions, in a Maven repository. */
    String folder() {
        return group.replace('.', '/') + "/" + artifact;
    }

    /** The path of a file, in a Maven repository. */
    String file(String suffix) {
        return folder() + "/" + version + "/" + artifact + "-" + version + suffix;
    }
}
