/**
 * Passes over graphs that backends call under their own policy: fusion of operations into kernels, and planning of memory.
 */
@NullMarked
@Version("0.6.0")
package org.fascicle.compiler.pass;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
