/** The contract of initializers. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.initializer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
