package org.fascicle.examples;

import java.nio.file.Path;

import org.fascicle.api.installation.Jars;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Techniques;
import org.fascicle.embedded.Platform;

/** A program whose installation lasts. It has the one jar on its class path. */
final class LastingProgram {
    private static final String BUNDLE = "com.example.activation.softsign";

    private LastingProgram() {}

    public static void main(String[] args) {
        Path jar = Path.of(args[2]);
        try (Platform platform = Platform.start(Path.of(args[0]))) {
            switch (args[1]) {
                case "install" -> System.out.println(platform.installer().install(Jars.of(jar)));
                case "uninstall" -> System.out.println(platform.installer().uninstall(BUNDLE, null));
                default -> System.out.println(has(platform) ? "has it" : "lacks it");
            }
        }
    }

    private static boolean has(Platform platform) {
        return platform.service(Techniques.class).all().stream()
                .anyMatch(type -> type.kind() == Kind.ACTIVATION && type.qualifiedName().equals("com.example:softsign"));
    }
}
