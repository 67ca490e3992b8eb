/* The functions of the lists' library that the components use; asked for as a whole, all of it would be bundled. */
export { any, clone, concat, equals, filter, has, includes, isNil, mergeDeepRight, omit, toPairs, type } from "ramda";
