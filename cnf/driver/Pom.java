package org.fascicle.build;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** The text of an artifact's {@code pom.xml}. */
final class Pom {
    private static final String ALONE =
            "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>";

    private Pom() {}

    /** Of an artifact: what it is, its licence, and what it needs. */
    static byte[] of(Coordinates artifact, String packaging, String description,
            Collection<Dependencies.Dependency> dependencies) {
        StringBuilder list = new StringBuilder();
        for (Dependencies.Dependency each : dependencies) {
            list.append(coordinates(each.coordinates(), "    ", "<scope>" + each.scope() + "</scope>"
                    + (each.optional() ? "<optional>true</optional>" : "") + (each.alone() ? ALONE : "")));
        }
        return text(artifact, packaging, description,
                list.isEmpty() ? "" : "  <dependencies>\n" + list + "  </dependencies>\n");
    }

    /** Of the list of all artifacts with their versions (BOM), which another project imports. */
    static byte[] ofList(Coordinates artifact, String description, List<Coordinates> listed) {
        StringBuilder list = new StringBuilder();
        listed.forEach(each -> list.append(coordinates(each, "      ", "")));
        return text(artifact, "pom", description, "  <dependencyManagement>\n    <dependencies>\n" + list
                + "    </dependencies>\n  </dependencyManagement>\n");
    }

    private static String coordinates(Coordinates artifact, String indent, String more) {
        return indent + "<dependency><groupId>" + artifact.group() + "</groupId><artifactId>" + artifact.artifact()
                + "</artifactId><version>" + artifact.version() + "</version>" + more + "</dependency>\n";
    }

    private static byte[] text(Coordinates artifact, String packaging, String description, String body) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>%s</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                  <packaging>%s</packaging>
                  <name>%s</name>
                  <description>%s</description>
                  <organization>
                    <name>Fascicle</name>
                  </organization>
                  <licenses>
                    <license>
                      <name>Apache-2.0</name>
                      <url>https://www.apache.org/licenses/LICENSE-2.0</url>
                      <distribution>repo</distribution>
                    </license>
                  </licenses>
                %s</project>
                """.formatted(artifact.group(), artifact.artifact(), artifact.version(), packaging, artifact.artifact(),
                xml(description), body).getBytes(StandardCharsets.UTF_8);
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
