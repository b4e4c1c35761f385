-- MySQL dump of a made-up installation of Madis, for the demonstration
CREATE TABLE `user_collectivity` (`id` char(36), `name` varchar(255), `type` varchar(255), `siren` int);
INSERT INTO user_collectivity VALUES ('c1','{name}','commune','{siren}'),('c2','Syndicat dissous','syndicat',NULL);
INSERT INTO registry_service (id,collectivity_id,name) VALUES ('s1','c1','Enfance et jeunesse');
INSERT INTO registry_contractor (id,collectivity_id,name,referent,contractual_clauses_verified,adopted_security_features,maintains_treatment_register,sending_data_outside_eu,has_dpo,dpo_mail,address_country,other_informations,created_at) VALUES
('k1','c1','Océane Périscolaire (fictif)','Service clients',1,1,0,0,1,'dpo@exemple.fr','France','Contrat jusqu’en 2027','2021-03-01 09:00:00');
INSERT INTO registry_tool (id,collectivity_id,name,type,editor,country_type,encrypted_check,encrypted_comment,backup_check,backup_comment,created_at) VALUES
('o1','c1','Périscol','software','Océane Périscolaire (fictif)','registry.tool.label.country.france',1,'en transit',1,'chaque nuit','2021-03-01 09:00:00');
INSERT INTO tool_contractor (tool_id,contractor_id) VALUES ('o1','k1');
INSERT INTO registry_treatment (id,collectivity_id,service_id,cloned_from_id,name,goal,legal_basis,author,active,statut,concerned_people_usager_check,recipient_category,security_access_control_check,security_access_control_comment,created_at,updated_at) VALUES
('t1','c1','s1',NULL,'Accueil périscolaire','Inscrire les enfants, tenir les présences, facturer','[\"public-interest-mission\"]','processing_manager',1,'finished',1,'Trésor public',1,'Comptes nominatifs','2021-03-02 09:00:00','2024-05-06 09:00:00'),
('t2','c1','s1',NULL,'Transport scolaire','Organiser le ramassage','[\"public-interest-mission\"]','processing_manager',1,'draft',1,'Région',0,NULL,'2021-03-02 10:00:00','2023-05-06 09:00:00');
INSERT INTO registry_treatment_shelf_life (id,treatment_id,name,duration,ultimate_fate) VALUES ('l1','t1','Base active','1 an après la fin de l’accueil','destruction'),('l2','t2','Base active','Année scolaire','destruction');
INSERT INTO registry_treatment_data_category (code,name,position,sensible) VALUES ('civility','État civil',0,0),('health','Santé',1,1);
INSERT INTO registry_assoc_treatment_data_category (treatment_id,treatment_data_category_code) VALUES ('t1','civility'),('t1','health'),('t2','civility');
INSERT INTO treatment_contractor (treatment_id,contractor_id) VALUES ('t1','k1');
INSERT INTO tool_treatment (tool_id,treatment_id) VALUES ('o1','t1');
INSERT INTO registry_mesurement (id,collectivity_id,name,type,description,cost,status,planification_date,priority,manager,created_at,updated_at) VALUES
('m1','c1','Purger les dossiers des anciens inscrits','organisational','Chaque été','0 €','not-applied','2026-12-15','normal','Secrétariat','2024-01-01 09:00:00','2024-01-01 09:00:00');
INSERT INTO mesurement_treatment (mesurement_id,treatment_id) VALUES ('m1','t1');
INSERT INTO conformite_traitement_question (id,question,position) VALUES ('q1','Finalités déterminées',1),('q2','Durées de conservation limitées',2),('q3','Information des personnes',3),('q4','Une question de l’ancien opérateur',4);
INSERT INTO conformite_traitement (id,traitement_id,nb_conformes,nb_non_conformes_mineures,nb_non_conformes_majeures,created_at,updated_at) VALUES ('f1','t1',2,1,0,'2024-02-01 09:00:00','2024-02-01 09:00:00');
INSERT INTO conformite_traitement_reponse (id,conformite_traitement_id,question_id,conforme) VALUES ('r1','f1','q1',1),('r2','f1','q2',0),('r3','f1','q3',1),('r4','f1','q4',1);
INSERT INTO conformite_traitement_reponse_action_protection (reponse_id,mesurement_id) VALUES ('r2','m1');
INSERT INTO aipd_analyse_avis (id,reponse,date,detail) VALUES ('a1','favorable_reserve','2024-03-01','Purger avant l’été.');
INSERT INTO aipd_analyse_impact (id,conformite_traitement_id,statut,modele_analyse,ready_validation,is_validated,avis_dpd_id,created_at,updated_at) VALUES ('i1','f1','en_cours','Enfance',1,0,'a1','2024-02-05 09:00:00','2024-03-01 09:00:00');
INSERT INTO aipd_analyse_mesure_protection (id,analyse_impact_id,nom,detail,reponse) VALUES ('p1','i1','Habilitations','Un profil par agent','satisfaisant');
INSERT INTO aipd_analyse_scenario_menace (id,analyse_impact_id,nom,is_visible,is_disponibilite,is_integreite,is_confidentialite,vraisemblance,gravite) VALUES ('w1','i1','Fiche sanitaire vue par un tiers',1,0,0,1,'limitee','importante');
INSERT INTO aipd_analyse_mesures_protection_scenarios_menace (analyse_scenario_menace_id,analyse_mesure_protection_id) VALUES ('w1','p1');
INSERT INTO registry_conformite_organisation_processus (id,nom,position) VALUES ('u1','Responsabilités',0),('u2','Sécurité',1);
INSERT INTO registry_conformite_organisation_question (id,processus_id,nom,position) VALUES ('v1','u1','Les rôles sont-ils écrits ?',0),('v2','u2','Les sauvegardes sont-elles essayées ?',0);
INSERT INTO registry_conformite_organisation_evaluation (id,collectivity_id,date,draft,created_at) VALUES ('e1','c1','2024-06-03',0,'2024-06-03 09:00:00');
INSERT INTO registry_conformite_organisation_conformite (id,evaluation_id,processus_id,conformite,pilote) VALUES ('x1','e1','u1',3,'Secrétariat'),('x2','e1','u2',1,NULL);
INSERT INTO registry_conformite_organisation_reponse (id,conformite_id,question_id,reponse) VALUES ('y1','x1','v1',3),('y2','x2','v2',1);
INSERT INTO user_comite_il_contact (id,collectivity_id,contact_civility,contact_first_name,contact_last_name,contact_job) VALUES ('z1','c1','mme','Odette','Lasserre','Adjointe à l’enfance');
INSERT INTO registry_proof (id,collectivity_id,name,type,document,created_at) VALUES ('d1','c1','Délibération sur l’accueil périscolaire','deliberation','deliberation.txt','2023-06-12 09:00:00'),('d2','c1','Convention de transport','contract','convention.pdf','2022-09-01 09:00:00');
INSERT INTO registry_proof_treatment (proof_id,treatment_id) VALUES ('d1','t1');
-- Dump completed on 2026-10-06
