/** The small program that starts the framework of an installation, and its bundles. */
@NullMarked
package org.fascicle.launcher;

import org.jspecify.annotations.NullMarked;
