import {
  type ActionExecutor,
  type AnyActorScope,
  createActor,
  createMachine,
  type ExecutableActionObject,
} from 'xstate';

/**
 * What XState needs in order to take a step with `machine.transition` and run nothing. The pure functions of XState
 * (`transition`, `getMicrosteps`) make such a scope and an actor for every step, which costs most of their time and
 * runs the chart's own initial actions on an empty context. A bystander's actor does as well: charts never look at it.
 */
export function inertScope(onAction: (action: ExecutableActionObject) => void): AnyActorScope {
  const bystander = createActor(createMachine({}));
  const nothing = (): void => {};
  return {
    self: bystander,
    system: bystander.system,
    id: bystander.id,
    sessionId: bystander.sessionId,
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: onAction as ActionExecutor,
  };
}
