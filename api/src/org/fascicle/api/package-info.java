/** The entry of the platform: one service that makes, opens and trains models. */
@NullMarked
@Version("1.1.0")
package org.fascicle.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
