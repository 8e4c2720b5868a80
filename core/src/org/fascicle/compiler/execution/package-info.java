/** What is the same in each backend that compiles programs. */
@NullMarked
@Version("0.1.0")
package org.fascicle.compiler.execution;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
