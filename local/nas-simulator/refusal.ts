/** An answer `{"success":false,"error":{"code":…}}` of the Web API: part of the protocol, not a failure of the simulator. */
export class Refusal extends Error {
  /** @param code number of the DSM Web API, e.g. 105 or 18990531 */
  constructor(readonly code: number) {
    super(`refused with code ${code}`);
  }
}

/** Codes common to all APIs (DSM Login Web API Guide). */
export const commonCode = {
  unknown: 100,
  missingParameter: 101,
  noSuchApi: 102,
  noSuchMethod: 103,
  noSuchVersion: 104,
  notPermitted: 105,
  sessionTimeout: 106,
  sessionDisplaced: 107,
  lostParameter: 114,
  noSuchVolume: 117,
  sessionNotFound: 119,
  addressChanged: 150,
} as const;

/** Codes of `SYNO.API.Auth` login. */
export const loginCode = {
  badCredentials: 400,
  accountDisabled: 401,
  notAdministrator: 402,
  secondFactorRequired: 403,
  badSecondFactor: 404,
  secondFactorEnforced: 406,
  addressBlocked: 407,
} as const;

/** Codes of the SAN APIs. */
export const sanCode = {
  noSpace: 18_990_002,
  badParameter: 18_990_004,
  nameTooLongButCreated: 18_990_068,
  wrongFilesystem: 18_990_318,
  badType: 18_990_500,
  badLocation: 18_990_501,
  badSize: 18_990_502,
  badName: 18_990_503,
  badUuid: 18_990_505,
  missingParameter: 18_990_508,
  duplicateSnapshotName: 18_990_513,
  noSuchLun: 18_990_531,
  noSuchSnapshot: 18_990_532,
  duplicateLunName: 18_990_538,
  tooManyLuns: 18_990_541,
  tooManyTargets: 18_990_542,
  tooManySnapshots: 18_990_543,
  notLoadable: 18_990_570,
  badTypeFilter: 18_990_619,
  badAttributes: 18_990_622,
  badTargetName: 18_990_700,
  badAuthType: 18_990_702,
  badAuthentication: 18_990_708,
  badTargetId: 18_990_710,
  duplicateTargetName: 18_990_744,
  duplicateIqn: 18_990_745,
} as const;
