/** The contract of layers. */
@NullMarked
@Version("1.1.0")
package org.fascicle.api.layer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
