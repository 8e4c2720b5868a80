package org.fascicle.build;

/** What stops the build, in words for the person who reads it: never a stack trace. */
final class BuildFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BuildFailure(String message, Object... args) {
        super(args.length == 0 ? message : String.format(message, args));
    }
}
