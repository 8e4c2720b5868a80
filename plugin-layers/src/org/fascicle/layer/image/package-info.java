/** What layers for images share; a private part of each of their bundles. */
@NullMarked
package org.fascicle.layer.image;

import org.jspecify.annotations.NullMarked;
