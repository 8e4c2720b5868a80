/** The contract of initializers. */
@NullMarked
@Version("0.1.1")
package org.fascicle.api.initializer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
