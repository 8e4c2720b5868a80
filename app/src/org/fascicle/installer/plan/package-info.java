/** Which bundles provide what a model needs: from repositories, by the framework's own resolver. */
@NullMarked
package org.fascicle.installer.plan;

import org.jspecify.annotations.NullMarked;
